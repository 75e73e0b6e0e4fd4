import { createServer } from 'node:http';

const bounds = [0.005, 0.05, 0.5, 2.5];
const counts = bounds.map(() => 0);
let sum = 0, total = 0;

function exposition() {
  const name = 'http_server_request_duration_seconds';
  const labels = 'method="GET",route="/echo",status_code="200"';
  const { user, system } = process.cpuUsage();
  return [
    `# TYPE ${name} histogram`,
    ...bounds.map((bound, i) => `${name}_bucket{${labels},le="${bound}"} ${counts[i]}`),
    `${name}_bucket{${labels},le="+Inf"} ${total}`, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${total}`,
    '# TYPE process_cpu_seconds_total counter', `process_cpu_seconds_total ${(user + system) / 1e6}`,
    '# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${process.memoryUsage.rss()}`, '',
  ].join('\n');
}

createServer((request, response) => {
  if (request.url === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(exposition());
  } else if (request.url === '/echo') {
    bounds.forEach((bound, i) => { if (0.001 <= bound) counts[i]++; });
    sum += 0.001;
    total++;
    response.end('echo');
  } else {
    response.end('ok');
  }
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('::set-output name=hostile::log of the application'));
process.on('SIGTERM', () => process.exit(0));
