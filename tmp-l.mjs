import { openDatabase } from 'updown/engine';
const db = await openDatabase('postgres');
await db.execute(`CREATE TABLE t (id int PRIMARY KEY, a bigint, b text); CREATE TABLE z (a int)`);
await db.dialect.inspector.observe(db);
const { rows } = await db.query("SELECT name, statement FROM pg_prepared_statements ORDER BY substr(name,13)::int");
for (const [name, text] of rows) { const t=[]; for (let i=0;i<4;i++){const s=performance.now(); await db.query('EXECUTE '+name); t.push(performance.now()-s);} console.log(name, t.map(x=>x.toFixed(2)).join(' '), text.length, text.replace(/\s+/g,' ').slice(26,100)); }
const which=process.argv.slice(2);
for (const [name,text] of rows) if (which.includes(name.slice(12))) { console.log(text); const x=await db.query('EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) EXECUTE '+name); console.log(x.rows.map(r=>r[0]).join('\n')); }
process.exit(0);
