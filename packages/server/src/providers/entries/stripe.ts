import { stripeConnectProvider } from '../families/stripe.ts';

export default stripeConnectProvider({
  id: 'stripe',
  name: 'Stripe',
  category: 'payment',
  monogram: 'St',
  hue: 244,
});
