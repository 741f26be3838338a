// The service over a database that is there (TEST_PG_URL), as a process of its own that tells its parent its port, and ten
// times a second how much memory it holds.
await import('../dist/src/collector.js');
const [{ makeApplication }, { Clock }, { readConfig }, { makeLogger }] = await Promise.all(
  ['application', 'platform/clock/clock', 'platform/config/config', 'platform/observability/logger'].map((name) => import(`../dist/src/${name}.js`)));
const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: process.env.TEST_PG_URL, LOG_LEVEL: 'silent', ACCESS_TOKEN_SECONDS: '3600' });
const app = await makeApplication(config, new Clock(), makeLogger('silent'));
await app.listen(0, '127.0.0.1');
process.send({ port: app.getHttpServer().address().port });
setInterval(() => process.send({ resident: process.memoryUsage.rss() }), 100);
process.on('disconnect', () => process.exit(0));
