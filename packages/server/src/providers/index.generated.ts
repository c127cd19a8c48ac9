/** Made by tools/generate/providers.ts from the files in entries/. Do not edit. */
import discord from './entries/discord.ts';
import dropbox from './entries/dropbox.ts';
import github from './entries/github.ts';
import gitlab from './entries/gitlab.ts';
import google from './entries/google.ts';
import hubspot from './entries/hubspot.ts';
import linear from './entries/linear.ts';
import microsoft from './entries/microsoft.ts';
import notion from './entries/notion.ts';
import slack from './entries/slack.ts';
import type { Provider } from './provider.ts';

export const entries: readonly Provider[] = [
  discord,
  dropbox,
  github,
  gitlab,
  google,
  hubspot,
  linear,
  microsoft,
  notion,
  slack,
];
