/** The least that an Electron app with a window and a tray can be: what `app.bench.ts` compares with. */
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { app, BrowserWindow, Menu, Tray } = require('electron');

let tray = null;

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('window-all-closed', () => undefined);
void app.whenReady().then(() => {
  tray = new Tray(path.join(__dirname, 'tray.png'));
  tray.setToolTip('Empty');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  const window = new BrowserWindow({ width: 1120, height: 720, show: false });
  window.removeMenu();
  // Its fuses let no page come from a file.
  const page = readFileSync(path.join(__dirname, 'index.html'), 'utf8');
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
});
