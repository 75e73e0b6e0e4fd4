(() => {
  'use strict';
  const root = document.documentElement;
  const byId = id => document.getElementById(id);
  root.classList.add('has-js');

  // Storage may be forbidden for files; the theme then lasts as long as the page.
  const store = { get: () => { try { return localStorage.getItem('talos-theme'); } catch { return null; } }, set: v => { try { localStorage.setItem('talos-theme', v); } catch { } } };
  if (/^(light|dark)$/.test(store.get())) root.dataset.theme = store.get();
  byId('theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    store.set(root.dataset.theme);
  });

  byId('download').addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([byId('run-json').textContent], { type: 'application/json' }));
    link.download = 'run.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  for (const input of document.querySelectorAll('[data-filter]')) {
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of document.querySelectorAll(input.dataset.filter)) {
        const text = item.dataset.search.toLowerCase();
        item.hidden = !words.every(word => text.includes(word));
      }
    });
  }

  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(d => { d.open = true; }));

  const charts = JSON.parse(byId('hover').textContent);
  const tip = document.createElement('div'), cursor = document.createElement('div');
  tip.className = 'tip';
  cursor.className = 'cursor';
  tip.hidden = cursor.hidden = true;

  const summed = differences => { let time = 0; return differences.map(d => time += d); };
  const timesOf = chart => chart.r ? Array.from({ length: chart.r[2] }, (_, i) => chart.r[0] + i * chart.r[1]) : summed(chart.t);
  const nearest = (times, time) => {
    let low = 0, high = times.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (times[middle] < time) low = middle; else high = middle;
    }
    return Math.abs(times[low] - time) <= Math.abs(times[high] - time) ? low : high;
  };
  const number = v => {
    const size = Math.abs(v);
    return v.toLocaleString('en', { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4 });
  };

  const show = (plot, event) => {
    const chart = charts[plot.dataset.chart], svg = plot.querySelector('svg'), box = svg.getBoundingClientRect();
    const all = chart.times ||= chart.s.map(s => s[3] ? summed(s[3]) : timesOf(chart));
    const start = Math.min(...all.map(t => t[0])), end = Math.max(...all.map(t => t[t.length - 1]));
    const time = start + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (end - start);
    const rows = chart.s.map((s, i) => {
      const at = nearest(all[i], time);
      return { name: s[0], colour: s[1], value: s[2][at], time: all[i][at] };
    }).filter(row => row.value !== null);
    if (!rows.length) return hide();
    const snapped = rows[0].time;
    tip.replaceChildren();
    const head = document.createElement('b');
    head.textContent = new Date(snapped * 1000).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
    tip.append(head);
    for (const row of rows.sort((a, b) => b.value - a.value).slice(0, 10)) {
      const line = document.createElement('div'), swatch = document.createElement('i'), name = document.createElement('span'), value = document.createElement('em');
      swatch.className = 'sw k' + row.colour;
      name.textContent = row.name;
      value.textContent = chart.p + number(row.value) + chart.u;
      line.append(swatch, name, value);
      tip.append(line);
    }
    const left = svg.getBoundingClientRect().left - plot.getBoundingClientRect().left;
    const x = left + (end > start ? (snapped - start) / (end - start) : 0.5) * box.width;
    plot.append(cursor, tip);
    tip.hidden = cursor.hidden = false;
    Object.assign(cursor.style, { left: x + 'px', top: '8px', height: '128px' });
    const beyond = event.clientX + tip.offsetWidth + 28 > innerWidth;
    Object.assign(tip.style, { left: (beyond ? x - tip.offsetWidth - 14 : x + 14) + 'px', top: '4px' });
  };
  const hide = () => { tip.hidden = cursor.hidden = true; };
  for (const plot of document.querySelectorAll('.plot[data-chart]')) {
    plot.addEventListener('pointermove', event => show(plot, event));
    plot.addEventListener('pointerleave', hide);
  }
})();
