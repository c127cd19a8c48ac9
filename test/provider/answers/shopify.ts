import { createHmac } from 'node:crypto';
import type { VendorAnswers } from '../vendor-answers.ts';

const shopify: VendorAnswers = {
  signCallback: (parameters, clientSecret) => {
    parameters.set('timestamp', '1768478400');
    const message = [...parameters.entries()]
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    parameters.set('hmac', createHmac('sha256', clientSecret).update(message).digest('hex'));
  },
};

export default shopify;
