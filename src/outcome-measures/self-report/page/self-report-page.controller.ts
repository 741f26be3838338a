import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Refusal, STATUS_OF } from '../../../platform/errors/refusal.js';
import { ACCEPTS_FORMS } from '../../../platform/http/form-body.js';
import { Open } from '../../../platform/http/open.js';
import type { Reply, Request } from '../../../platform/http/route.js';
import { SelfReportDoor } from '../self-report-door.js';
import { languageOf, pageWords, type Language } from '../words/index.js';
import { KIOSK_IDLE_SECONDS, moveOn, screenFor, THANKS_SECONDS } from './moves.js';
import { pageOf, type Frame } from './layout.js';
import { DoneQuery, PageForm, PageQuery } from './page.dto.js';
import { help, message, type Screen } from './screens.js';
import { SCRIPT, STYLE } from './style.js';

const OPEN_PAGE = 'it shows nothing of anybody';
const OPEN_TOKEN = 'the token in the address is the credential';
const NEUTRAL = '/self-report';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The pages that a patient sees: plain forms, one question a screen, complete without a script. */
@ApiExcludeController()
@Controller('self-report')
export class SelfReportPageController {
  constructor(private readonly door: SelfReportDoor) {}

  @Get()
  @Open(OPEN_PAGE)
  neutral(@Req() request: Request, @Res() reply: Reply): void {
    const language = spokenBy(request);
    send(reply, 200, { language }, message(pageWords(language).neutralTitle, pageWords(language).neutral));
  }

  @Get('style.css')
  @Open(OPEN_PAGE)
  style(@Res() reply: Reply): void {
    void reply.header('Content-Type', 'text/css; charset=utf-8').header('Cache-Control', 'public, max-age=3600').send(STYLE);
  }

  @Get('page.js')
  @Open(OPEN_PAGE)
  script(@Res() reply: Reply): void {
    void reply.header('Content-Type', 'text/javascript; charset=utf-8').header('Cache-Control', 'public, max-age=3600').send(SCRIPT);
  }

  /** Knows nobody: the address says only which words to show. */
  @Get('done')
  @Open(OPEN_PAGE)
  done(@Query() { lang = 'en', how = '' }: DoneQuery, @Res() reply: Reply): void {
    const words = pageWords(lang);
    const kiosk = how.startsWith('kiosk');
    if (kiosk && how === 'kiosk') reply.header('Refresh', `${THANKS_SECONDS}; url=${NEUTRAL}`);
    const screen = how.endsWith('help') ? help(kiosk, lang, null) : message(words.thanksTitle, how === 'diary' ? words.thanksDiary : words.thanks, ...(kiosk ? [words.handBack] : []));
    send(reply, 200, { language: lang }, screen);
  }

  @Get(':token')
  @Open(OPEN_TOKEN)
  async show(@Param('token') token: string, @Query() query: PageQuery, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    await refusedAlike(request, reply, async () => {
      const { screen, language, kiosk } = await this.door.enter(token, request, async (_work, report) => ({ kiosk: report.kiosk, language: query.lang ?? report.language, screen: screenFor(report, query) }));
      // A tablet that is left lying shows nobody's answers for long.
      if (kiosk) reply.header('Refresh', `${KIOSK_IDLE_SECONDS}; url=${NEUTRAL}`);
      const at = [query.q === undefined ? '' : `&q=${encodeURIComponent(query.q)}`, query.show === undefined ? '' : `&show=${query.show}`].join('');
      send(reply, 200, { language, inLanguage: (other) => `?lang=${other}${at}` }, screen);
    });
  }

  @Post(':token')
  @Open(OPEN_TOKEN)
  @RouteConfig(ACCEPTS_FORMS)
  async move(@Param('token') token: string, @Body() form: PageForm, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    await refusedAlike(request, reply, async () => {
      const next = await this.door.enter(token, request, (work, report) => moveOn(work, report, form));
      void reply.code(303).header('Location', next.startsWith('?') ? `/self-report/${token}${next}` : next).send();
    });
  }
}

/** A page instead of a problem document, in the language of the browser, since nobody knows whose token it would be. */
async function refusedAlike(request: Request, reply: Reply, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (fault) {
    if (!(fault instanceof Refusal) || (fault.kind !== 'missing' && fault.kind !== 'too-many')) throw fault;
    for (const [name, value] of Object.entries(fault.headers)) reply.header(name, value);
    const language = spokenBy(request);
    const words = pageWords(language);
    const screen = fault.kind === 'missing' ? message(words.refusedTitle, words.refused) : message(words.throttledTitle, words.throttled);
    send(reply, STATUS_OF[fault.kind], { language }, screen);
  }
}

function send(reply: Reply, status: number, frame: Omit<Frame, 'title'>, { title, body }: Screen): void {
  void reply.code(status).header('Content-Type', 'text/html; charset=utf-8').header('Content-Security-Policy', POLICY).send(pageOf({ ...frame, title }, body));
}

const spokenBy = (request: Request): Language => languageOf(request.headers['accept-language']?.split(',')[0]);
