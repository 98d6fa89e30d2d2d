throw new Error('Electron was imported outside main/electron, main/preload and main/index.ts.');
