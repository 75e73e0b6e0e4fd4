// Runs the steps of a composite action as the runner of GitHub does; steps with "uses" are recorded by stand-ins.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { commandFiles, readValues, workflowCommands } from './commands.mjs';
import { holds, interpolate } from './expressions.mjs';

function filesUnder(path) {
  const root = path.replace(/^~/, homedir());
  try {
    if (!statSync(root).isDirectory()) return [root];
  } catch {
    return [];
  }
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => relative(root, join(e.parentPath, e.name))).sort();
}

/** What a stand-in saw: the files an upload would have taken at that moment. */
function standIn(uses, settings, failing) {
  if (failing.some((name) => uses.startsWith(name))) return { outcome: 'failure', files: [] };
  const files = uses.startsWith('actions/upload-artifact@') ? settings.path.split('\n').filter(Boolean).flatMap(filesUnder) : [];
  return { outcome: 'success', files };
}

/**
 * @param action folder of the action
 * @param call   { with, github, runner, environment, cancelAfter, failingUses, temp, shellPath }
 */
export function runComposite(action, call) {
  const manifest = parse(readFileSync(join(action, 'action.yml'), 'utf8'));
  const unknown = Object.keys(call.with ?? {}).filter((name) => !(name in manifest.inputs));
  const missing = Object.entries(manifest.inputs).filter(([name, input]) => input.required && !(name in (call.with ?? {}))).map(([name]) => name);
  const context = {
    github: { ...call.github, action_path: action },
    runner: { os: 'Linux', arch: 'X64', temp: call.temp, ...call.runner },
    env: {}, job: { status: 'success' }, steps: {}, inputs: {},
  };
  for (const [name, input] of Object.entries(manifest.inputs)) {
    context.inputs[name] = call.with?.[name] ?? interpolate(input.default ?? '', context, 'success');
  }

  let status = 'success';
  const path = [];
  const steps = [];
  let summary = '';
  for (const [index, step] of manifest.runs.steps.entries()) {
    const id = step.id ?? `__step_${index}`;
    const record = { id, name: interpolate(step.name ?? '', context, status), outcome: 'skipped', log: '', commands: [] };
    steps.push(record);
    if (!holds(step.if, context, status)) {
      context.steps[id] = { outcome: 'skipped', conclusion: 'skipped', outputs: {} };
      continue;
    }

    let outputs = {};
    if (step.uses) {
      const settings = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, interpolate(value, context, status)]));
      Object.assign(record, { uses: step.uses, with: settings }, standIn(step.uses, settings, call.failingUses ?? []));
    } else {
      const files = commandFiles(call.temp);
      const script = join(mkdtempSync(join(call.temp, 'script-')), 'script.sh');
      if (/\$\{\{/.test(step.run)) throw new Error(`step ${id}: an expression inside "run"`);
      writeFileSync(script, step.run);
      const environment = { ...call.environment, ...context.env, GITHUB_ACTION_PATH: action, ...files };
      environment.PATH = [...path, environment.PATH].join(':');
      for (const [name, value] of Object.entries(step.env ?? {})) environment[name] = interpolate(value, context, status);
      const done = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
        cwd: step['working-directory'] ? interpolate(step['working-directory'], context, status) : call.github.workspace,
        env: environment, encoding: 'utf8', timeout: 600_000, maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'],
      });
      record.log = `${done.stdout}${done.stderr}`;
      record.exitCode = done.status;
      record.commands = workflowCommands(record.log);
      record.outcome = done.status === 0 ? 'success' : 'failure';
      outputs = readValues(files.GITHUB_OUTPUT);
      Object.assign(context.env, readValues(files.GITHUB_ENV));
      path.unshift(...readFileSync(files.GITHUB_PATH, 'utf8').split('\n').filter(Boolean));
      const text = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
      if (Buffer.byteLength(text) <= 1 << 20) summary += text;
    }

    record.outputs = outputs;
    const conclusion = record.outcome === 'failure' && String(step['continue-on-error']) === 'true' ? 'success' : record.outcome;
    context.steps[id] = { outcome: record.outcome, conclusion, outputs };
    if (conclusion === 'failure' && status === 'success') status = 'failure';
    if (call.cancelAfter === id) status = 'cancelled';
    context.job.status = status;
  }

  const outputs = Object.fromEntries(Object.entries(manifest.outputs ?? {}).map(([name, output]) => [name, interpolate(output.value, context, status)]));
  return { conclusion: status, outputs, steps, summary, environment: context.env, unknownInputs: unknown, missingInputs: missing };
}

export function prepareTemp(temp) {
  mkdirSync(temp, { recursive: true });
  return temp;
}
