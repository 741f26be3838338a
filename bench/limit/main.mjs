// The limit: a bare Fastify server with prepared statements that answers the same bytes as the product, from the same tables,
// under the same row level security, with the same entry in the trail. It checks no token, no permission, no input and no
// rule; pure arithmetic that shapes an answer is the product's own. `PORT`, `DATABASE_URL`, `NOW`.
import Fastify from 'fastify';
import pg from 'pg';
import { verify } from '@node-rs/argon2';
import { courseReview, dayBoard, listSessions, searchPatients } from './reads.mjs';
import { book, bookSeries, checkIn } from './writes.mjs';

const { builtins } = pg.types;
const instants = new Map([[builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()], [builtins.DATE, (text) => text], [builtins.INT8, Number], [builtins.NUMERIC, Number]]);
// Statements are planned once on a connection, as the product's are: one that is planned for each request is no limit.
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL, max: 16, pipeline: true, options: '-c role=tms_service -c timezone=UTC -c plan_cache_mode=force_generic_plan',
  types: { getTypeParser: (oid, format) => instants.get(oid) ?? pg.types.getTypeParser(oid, format) },
});
const offsetMs = Date.parse(process.env.NOW) - Date.now();
const callerOf = ({ headers, id, ip }) => ({ clinicId: headers['x-clinic'], staffId: headers['x-staff'], told: headers['x-told'], now: new Date(Date.now() + offsetMs).toISOString(), requestId: id, ip });
const app = Fastify({ logger: false, genReqId: () => 'bench-limit' });
const route = (method, url, status, answer) =>
  app.route({
    method, url,
    handler: async (request, reply) => {
      const body = await answer(pool, callerOf(request), { ...request.params, ...request.query, ...request.body });
      return reply.code(status).type('application/json; charset=utf-8').send(body);
    },
  });

route('GET', '/v1/day-board', 200, dayBoard);
route('GET', '/v1/sessions', 200, listSessions);
route('GET', '/v1/patients', 200, searchPatients);
route('GET', '/v1/courses/:id/review', 200, courseReview);
route('POST', '/v1/sessions', 201, book);
route('POST', '/v1/courses/:id/schedule', 201, bookSeries);
route('POST', '/v1/sessions/:id/check-in', 200, checkIn);
// No limit of the same bytes: what a login costs is the hash of the password, and that is all this does.
route('POST', '/v1/auth/login', 200, async (_pool, _caller, { password }) => JSON.stringify({ right: await verify(process.env.PASSWORD_HASH, password) }));

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.send?.('listening');
process.once('disconnect', () => process.exit(0));
