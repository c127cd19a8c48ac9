import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'onedrive',
  name: 'OneDrive',
  category: 'storage',
  monogram: 'Od',
  hue: 210,
  scopes: {
    'Files.Read': ['read your files', 'medium'],
    'Files.ReadWrite': ['see, change and delete your files', 'high'],
    'Files.Read.All': ['read all files you can open', 'high'],
    'Files.ReadWrite.All': ['see, change and delete all files you can open', 'high'],
  },
});
