import { stripeConnectProvider } from '../families/stripe.ts';

export default stripeConnectProvider({
  id: 'stripe-connect',
  name: 'Stripe Connect',
  category: 'payment',
  monogram: 'Sc',
  hue: 248,
});
