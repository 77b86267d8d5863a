import '../../desktop/src/renderer/app/configure-zod.ts';
import { timePages } from '../sync/page/time-pages.ts';
import { openWorkspace } from '../../desktop/src/renderer/database/workspace-database.ts';
import { createLeadRoster } from '../../desktop/src/renderer/features/leads/lead-roster.ts';
const q = (x: readonly number[], p: number) => { const s = x.toSorted((a, b) => a - b); return +(s[Math.min(s.length - 1, Math.floor(p * s.length))] ?? 0).toFixed(1); };
const time = async (rounds: number, limit: number) => {
  const found = await timePages(rounds, limit);
  return Object.fromEntries(Object.entries(found).map(([n, { times, found }]) => [n, `${times.map((t)=>t.toFixed(0)).join(' ')} | min ${q(times, 0)} med ${q(times, 0.5)} p95 ${q(times, 0.95)} of ${times.length} (${found})`]));
};
const longTasks: number[] = [];
new PerformanceObserver((list) => { for (const e of list.getEntries()) longTasks.push(Math.round(e.duration)); }).observe({ entryTypes: ['longtask'] });
const roster = async () => {
  const out: any = {};
  const w = await openWorkspace({ name: 'big', multiInstance: false });
  const { leads, contacts } = w.collections;
  let t = performance.now();
  longTasks.length = 0;
  const r = createLeadRoster({ leads, contacts, onFailure: (e) => { out.failed = String(e); } });
  await new Promise<void>((res) => { const u = r.subscribe(() => { if (r.state().isComplete) { u(); res(); } }); });
  out.built = Math.round(performance.now() - t); out.read = r.state().read; out.longDuringBuild = longTasks.splice(0);
  const signal = new AbortController().signal;
  for (const [name, view] of Object.entries({
    text: { stage: 'all', text: 'customer 777', sort: 'updated', descending: true },
    name: { stage: 'all', text: '', sort: 'title', descending: false },
    amount: { stage: 'all', text: '', sort: 'amount', descending: true },
    needDesc: { stage: 'won', text: 'свадьба', sort: 'need', descending: true },
  } as const)) {
    t = performance.now();
    const f = await r.find(view, 100, signal);
    out[name] = `${Math.round(performance.now() - t)} ms, ${f.total}`;
  }
  t = performance.now(); out.count = `${await leads.count().exec()} ${Math.round(performance.now() - t)} ms`;
  t = performance.now(); out.countStage = `${await leads.count({ selector: { stage: 'won' } }).exec()} ${Math.round(performance.now() - t)} ms`;
  out.longFind = longTasks.splice(0);
  out.heap = Math.round((performance as any).memory.usedJSHeapSize / 1e6);
  r.stop();
  await w.close();
  return out;
};

const parts = async () => {
  const { indexedLeads } = await import('../../desktop/src/renderer/features/leads/indexed-leads.ts');
  const out: any = { open: [], query: [], toJson: [], names: [], namesRaw: [], second: [], close: [] };
  for (let r = 0; r < 25; r++) {
    let t = performance.now();
    const lap = (k: string) => { const n = performance.now(); out[k].push(+(n - t).toFixed(1)); t = n; };
    const w = await openWorkspace({ name: 'big', multiInstance: false });
    lap('open');
    const { leads, contacts } = w.collections;
    const rows = await leads.find(indexedLeads({ stage: 'won', text: '', sort: 'updated', descending: true }, 100)!).exec();
    lap('query');
    const ids = rows.map((x) => x.toJSON().contactId);
    lap('toJson');
    await contacts.storageInstance.findDocumentsById(ids, false);
    lap('namesRaw');
    await contacts.findByIds(ids).exec();
    lap('names');
    await leads.find(indexedLeads({ stage: 'lost', text: '', sort: 'updated', descending: true }, 100)!).exec();
    lap('second');
    await w.close();
    lap('close');
  }
  return Object.fromEntries(Object.entries(out).map(([k, v]: any) => [k, `med ${q(v, 0.5)} min ${q(v, 0)} p90 ${q(v, 0.9)}`]));
};
(window as any).zz = { time, roster, parts };
