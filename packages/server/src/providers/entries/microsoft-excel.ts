import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'microsoft-excel',
  name: 'Microsoft Excel',
  category: 'productivity',
  monogram: 'Ex',
  hue: 145,
  scopes: {
    'Files.Read': ['read your files', 'medium'],
    'Files.ReadWrite': ['see, change and delete your files', 'high'],
    'Files.ReadWrite.All': ['see, change and delete all files you can open', 'high'],
  },
});
