import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'sharepoint',
  name: 'SharePoint',
  category: 'storage',
  monogram: 'Sp',
  hue: 180,
  scopes: {
    'Sites.Read.All': ['read all SharePoint sites you can open', 'high'],
    'Sites.ReadWrite.All': ['change all SharePoint sites you can open', 'high'],
    'Files.Read.All': ['read all files you can open', 'high'],
    'Files.ReadWrite.All': ['see, change and delete all files you can open', 'high'],
  },
});
