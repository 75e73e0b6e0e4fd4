// The files and commands by which a step talks to the runner.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function commandFiles(folder) {
  const own = mkdtempSync(join(folder, 'step-'));
  const file = (name) => {
    const path = join(own, name);
    writeFileSync(path, '');
    return path;
  };
  return { GITHUB_OUTPUT: file('output'), GITHUB_ENV: file('env'), GITHUB_PATH: file('path'), GITHUB_STATE: file('state'), GITHUB_STEP_SUMMARY: file('summary.md') };
}

/** name=value, or name<<delimiter with lines up to the delimiter. */
export function readValues(path) {
  const values = {};
  const lines = readFileSync(path, 'utf8').split('\n');
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] === '' && i === lines.length - 1) break;
    const many = /^([^=]+?)<<(.+)$/.exec(lines[i]);
    const equals = lines[i].indexOf('=');
    if (many && (equals < 0 || lines[i].indexOf('<<') < equals)) {
      const end = lines.indexOf(many[2], i + 1);
      if (end < 0) throw new Error(`no line "${many[2]}" ends the value of "${many[1]}"`);
      values[many[1]] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (equals > 0) {
      values[lines[i].slice(0, equals)] = lines[i].slice(equals + 1);
    } else {
      throw new Error(`"${lines[i]}" is neither name=value nor name<<delimiter`);
    }
  }
  return values;
}

/** Lines that the runner would take for commands. */
export function workflowCommands(output) {
  return output.split('\n').map((line) => /^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? /^.*##\[([a-z-]+)( [^\]]*)?\](.*)$/.exec(line))
    .filter(Boolean).map(([, command, properties, message]) => ({ command, properties: properties ?? '', message }));
}
