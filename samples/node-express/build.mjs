// Lays a runnable copy of this sample in a folder: sources and the locked production dependencies.
// usage: node build.mjs <output folder>
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = ['package.json', 'package-lock.json', '.npmrc', 'server.js', 'src'];
const from = dirname(fileURLToPath(import.meta.url));
if (!process.argv[2]) {
  process.stderr.write('Name the output folder: node build.mjs <output folder>\n');
  process.exit(2);
}
const output = resolve(process.argv[2]);

mkdirSync(output, { recursive: true });
for (const name of sources) cpSync(join(from, name), join(output, name), { recursive: true });
const npm = spawnSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
  cwd: output, stdio: 'inherit', shell: process.platform === 'win32',
});
if (npm.error) process.stderr.write(`npm cannot be run: ${npm.error.message}\n`);
process.exit(npm.status ?? 1);
