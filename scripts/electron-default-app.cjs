/**
 * What a bare Electron runs when it is given the folder of an app: sets the app's name and version as a packaged
 * app would have them, then loads its main file.
 *
 * The main file is loaded with require(), at once: after an import() Electron may already be ready, and
 * protocol.registerSchemesAsPrivileged would throw.
 */
const path = require('node:path');
const { app } = require('electron');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('Which app? electron [switches] path/to/app\n');
  process.exit(1);
}

const folder = path.resolve(given);
const about = require(path.join(folder, 'package.json'));
Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
if (about.productName ?? about.name) app.setName(about.productName ?? about.name);
if (about.version) app.setVersion(about.version);
app.setAppPath(folder);
require(path.join(folder, about.main ?? 'index.js'));
