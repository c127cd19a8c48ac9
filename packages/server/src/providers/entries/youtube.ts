import { byDevice, googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'youtube',
  name: 'YouTube',
  category: 'video',
  monogram: 'Yt',
  hue: 2,
  ...byDevice,
  apis: 'the YouTube Data and Analytics APIs',
  api: { hosts: ['www.googleapis.com', 'youtube.googleapis.com', 'youtubeanalytics.googleapis.com'] },
  scopes: {
    'youtube.readonly': ['see your YouTube account', 'medium'],
    'youtube.upload': ['upload videos as you', 'high'],
    youtube: ['manage your YouTube account', 'high'],
    'youtube.force-ssl': ['see, change and delete your videos, ratings and comments', 'high'],
    'yt-analytics.readonly': ['read the figures of your channel', 'medium'],
  },
});
