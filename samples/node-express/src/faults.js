import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const off = { latencyMs: 0, errorRate: 0, memoryLeakMiBPerSecond: 0, cpuBurn: 0, crash: false };
const limits = { latencyMs: 60_000, errorRate: 1, memoryLeakMiBPerSecond: 64, cpuBurn: 1 };
const tickMs = 100;

/** Switches for what goes wrong on purpose: latency and errors in requests, a leak, a busy event loop, a crash. */
export function createFaults({ faults: initial, leakLimitMiB }, { metrics, log }) {
  let now = off;
  let leaked = [];

  const set = (settings) => {
    now = settings;
    metrics.faults.set({ fault: 'latency_ms' }, now.latencyMs);
    metrics.faults.set({ fault: 'error_rate' }, now.errorRate);
    metrics.faults.set({ fault: 'memory_leak_mib_per_second' }, now.memoryLeakMiBPerSecond);
    metrics.faults.set({ fault: 'cpu_burn' }, now.cpuBurn);
    log.info('Faults set', { ...now });
    if (now.memoryLeakMiBPerSecond === 0 && leaked.length > 0) forget();
    if (now.crash) setTimeout(crash, settings === initial ? 5000 : tickMs);
  };
  const crash = () => {
    log.fatal('Crashing on request of the fault switch');
    process.exit(1);
  };
  const leak = () => {
    const bytes = now.memoryLeakMiBPerSecond * 1024 * 1024;
    const kept = leaked.reduce((sum, block) => sum + block.length, 0);
    if (bytes > 0 && kept + bytes <= leakLimitMiB * 1024 * 1024) leaked.push(Buffer.alloc(bytes, 1));
  };
  const forget = () => {
    leaked = [];
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')(); // Buffers live outside the heap: on its own the collector sees no reason to hurry.
  };
  const burn = () => {
    const end = performance.now() + tickMs * now.cpuBurn;
    while (performance.now() < end);
  };

  setInterval(leak, 1000).unref();
  setInterval(burn, tickMs).unref();
  set(initial);

  return {
    /** Middleware for routes that should suffer. */
    async inject(req, res, next) {
      if (now.latencyMs > 0) await sleep(now.latencyMs);
      if (now.errorRate > 0 && Math.random() < now.errorRate) return res.status(500).json({ error: 'Failed by the fault switch.' });
      next();
    },
    /** GET shows the switches, PUT replaces them, POST changes some, DELETE turns all off. */
    endpoint: {
      get: (req, res) => res.json(now),
      put: (req, res) => change(off, req, res),
      post: (req, res) => change({ ...now, crash: false }, req, res),
      delete: (req, res) => {
        set(off);
        res.json(now);
      },
    },
  };

  function change(start, req, res) {
    const problem = problemWith(req.body);
    if (problem) return res.status(400).json({ error: problem });
    set({ ...start, ...req.body });
    res.json(now);
  }
}

function problemWith(body) {
  if (!isObject(body)) return 'The body must be a JSON object, sent as application/json.';
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(off, name)) return `There is no such switch; there are ${Object.keys(off).join(', ')}.`;
    if (name === 'crash' ? typeof value !== 'boolean' : !(typeof value === 'number' && value >= 0 && value <= limits[name])) {
      return name === 'crash' ? 'crash must be true or false.' : `${name} must be a number from 0 to ${limits[name]}.`;
    }
  }
  return null;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
