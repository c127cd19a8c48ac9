/** Made by tools/generate/providers.ts from the files in entries/. Do not edit. */
import acuityScheduling from './entries/acuity-scheduling.ts';
import adobe from './entries/adobe.ts';
import aircall from './entries/aircall.ts';
import airtable from './entries/airtable.ts';
import amazon from './entries/amazon.ts';
import amazonSellingPartner from './entries/amazon-selling-partner.ts';
import apollo from './entries/apollo.ts';
import asana from './entries/asana.ts';
import atlassian from './entries/atlassian.ts';
import attio from './entries/attio.ts';
import auth0 from './entries/auth0.ts';
import autodesk from './entries/autodesk.ts';
import bamboohr from './entries/bamboohr.ts';
import basecamp from './entries/basecamp.ts';
import bigcommerce from './entries/bigcommerce.ts';
import bitbucket from './entries/bitbucket.ts';
import bitly from './entries/bitly.ts';
import box from './entries/box.ts';
import brex from './entries/brex.ts';
import buffer from './entries/buffer.ts';
import calCom from './entries/cal-com.ts';
import calendly from './entries/calendly.ts';
import canva from './entries/canva.ts';
import clickup from './entries/clickup.ts';
import close from './entries/close.ts';
import confluence from './entries/confluence.ts';
import constantContact from './entries/constant-contact.ts';
import contentful from './entries/contentful.ts';
import copper from './entries/copper.ts';
import datadog from './entries/datadog.ts';
import deel from './entries/deel.ts';
import dialpad from './entries/dialpad.ts';
import digitalocean from './entries/digitalocean.ts';
import discord from './entries/discord.ts';
import docusign from './entries/docusign.ts';
import dropbox from './entries/dropbox.ts';
import dropboxSign from './entries/dropbox-sign.ts';
import ebay from './entries/ebay.ts';
import etsy from './entries/etsy.ts';
import eventbrite from './entries/eventbrite.ts';
import exactOnline from './entries/exact-online.ts';
import facebook from './entries/facebook.ts';
import figma from './entries/figma.ts';
import fitbit from './entries/fitbit.ts';
import fortnox from './entries/fortnox.ts';
import freeagent from './entries/freeagent.ts';
import freshbooks from './entries/freshbooks.ts';
import front from './entries/front.ts';
import github from './entries/github.ts';
import gitlab from './entries/gitlab.ts';
import gmail from './entries/gmail.ts';
import gong from './entries/gong.ts';
import google from './entries/google.ts';
import googleAds from './entries/google-ads.ts';
import googleAnalytics from './entries/google-analytics.ts';
import googleCalendar from './entries/google-calendar.ts';
import googleContacts from './entries/google-contacts.ts';
import googleDocs from './entries/google-docs.ts';
import googleDrive from './entries/google-drive.ts';
import googleSearchConsole from './entries/google-search-console.ts';
import googleSheets from './entries/google-sheets.ts';
import greenhouse from './entries/greenhouse.ts';
import gumroad from './entries/gumroad.ts';
import gusto from './entries/gusto.ts';
import harvest from './entries/harvest.ts';
import hubspot from './entries/hubspot.ts';
import instagram from './entries/instagram.ts';
import intercom from './entries/intercom.ts';
import jira from './entries/jira.ts';
import klaviyo from './entries/klaviyo.ts';
import lever from './entries/lever.ts';
import linear from './entries/linear.ts';
import linkedin from './entries/linkedin.ts';
import mailchimp from './entries/mailchimp.ts';
import mercury from './entries/mercury.ts';
import metaAds from './entries/meta-ads.ts';
import microsoft from './entries/microsoft.ts';
import microsoftExcel from './entries/microsoft-excel.ts';
import microsoftTeams from './entries/microsoft-teams.ts';
import miro from './entries/miro.ts';
import monday from './entries/monday.ts';
import mural from './entries/mural.ts';
import netsuite from './entries/netsuite.ts';
import notion from './entries/notion.ts';
import okta from './entries/okta.ts';
import onedrive from './entries/onedrive.ts';
import oura from './entries/oura.ts';
import outlook from './entries/outlook.ts';
import outreach from './entries/outreach.ts';
import pagerduty from './entries/pagerduty.ts';
import paypal from './entries/paypal.ts';
import pinterest from './entries/pinterest.ts';
import pipedrive from './entries/pipedrive.ts';
import posthog from './entries/posthog.ts';
import procore from './entries/procore.ts';
import quickbooks from './entries/quickbooks.ts';
import ramp from './entries/ramp.ts';
import reddit from './entries/reddit.ts';
import ringcentral from './entries/ringcentral.ts';
import rippling from './entries/rippling.ts';
import sageAccounting from './entries/sage-accounting.ts';
import salesforce from './entries/salesforce.ts';
import salesloft from './entries/salesloft.ts';
import sentry from './entries/sentry.ts';
import servicenow from './entries/servicenow.ts';
import sharepoint from './entries/sharepoint.ts';
import shopify from './entries/shopify.ts';
import slack from './entries/slack.ts';
import smartsheet from './entries/smartsheet.ts';
import snapchat from './entries/snapchat.ts';
import snowflake from './entries/snowflake.ts';
import spotify from './entries/spotify.ts';
import square from './entries/square.ts';
import squarespace from './entries/squarespace.ts';
import stackexchange from './entries/stackexchange.ts';
import strava from './entries/strava.ts';
import stripe from './entries/stripe.ts';
import stripeApp from './entries/stripe-app.ts';
import stripeConnect from './entries/stripe-connect.ts';
import surveymonkey from './entries/surveymonkey.ts';
import teamwork from './entries/teamwork.ts';
import threads from './entries/threads.ts';
import tiktok from './entries/tiktok.ts';
import todoist from './entries/todoist.ts';
import trustpilot from './entries/trustpilot.ts';
import tumblr from './entries/tumblr.ts';
import twitch from './entries/twitch.ts';
import twitter from './entries/twitter.ts';
import typeform from './entries/typeform.ts';
import uber from './entries/uber.ts';
import vimeo from './entries/vimeo.ts';
import wave from './entries/wave.ts';
import webex from './entries/webex.ts';
import webflow from './entries/webflow.ts';
import whoop from './entries/whoop.ts';
import wordpressCom from './entries/wordpress-com.ts';
import wrike from './entries/wrike.ts';
import xero from './entries/xero.ts';
import yahoo from './entries/yahoo.ts';
import youtube from './entries/youtube.ts';
import zendesk from './entries/zendesk.ts';
import zoho from './entries/zoho.ts';
import zoom from './entries/zoom.ts';
import type { Provider } from './provider.ts';

export const entries: readonly Provider[] = [
  acuityScheduling,
  adobe,
  aircall,
  airtable,
  amazon,
  amazonSellingPartner,
  apollo,
  asana,
  atlassian,
  attio,
  auth0,
  autodesk,
  bamboohr,
  basecamp,
  bigcommerce,
  bitbucket,
  bitly,
  box,
  brex,
  buffer,
  calCom,
  calendly,
  canva,
  clickup,
  close,
  confluence,
  constantContact,
  contentful,
  copper,
  datadog,
  deel,
  dialpad,
  digitalocean,
  discord,
  docusign,
  dropbox,
  dropboxSign,
  ebay,
  etsy,
  eventbrite,
  exactOnline,
  facebook,
  figma,
  fitbit,
  fortnox,
  freeagent,
  freshbooks,
  front,
  github,
  gitlab,
  gmail,
  gong,
  google,
  googleAds,
  googleAnalytics,
  googleCalendar,
  googleContacts,
  googleDocs,
  googleDrive,
  googleSearchConsole,
  googleSheets,
  greenhouse,
  gumroad,
  gusto,
  harvest,
  hubspot,
  instagram,
  intercom,
  jira,
  klaviyo,
  lever,
  linear,
  linkedin,
  mailchimp,
  mercury,
  metaAds,
  microsoft,
  microsoftExcel,
  microsoftTeams,
  miro,
  monday,
  mural,
  netsuite,
  notion,
  okta,
  onedrive,
  oura,
  outlook,
  outreach,
  pagerduty,
  paypal,
  pinterest,
  pipedrive,
  posthog,
  procore,
  quickbooks,
  ramp,
  reddit,
  ringcentral,
  rippling,
  sageAccounting,
  salesforce,
  salesloft,
  sentry,
  servicenow,
  sharepoint,
  shopify,
  slack,
  smartsheet,
  snapchat,
  snowflake,
  spotify,
  square,
  squarespace,
  stackexchange,
  strava,
  stripe,
  stripeApp,
  stripeConnect,
  surveymonkey,
  teamwork,
  threads,
  tiktok,
  todoist,
  trustpilot,
  tumblr,
  twitch,
  twitter,
  typeform,
  uber,
  vimeo,
  wave,
  webex,
  webflow,
  whoop,
  wordpressCom,
  wrike,
  xero,
  yahoo,
  youtube,
  zendesk,
  zoho,
  zoom,
];
