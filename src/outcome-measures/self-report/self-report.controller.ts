import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../../platform/http/endpoint.js';
import type { Request } from '../../platform/http/route.js';
import { SelfReportAnswers, SelfReportReceipt, SelfReportView } from './self-report.dto.js';
import { SelfReportDoor } from './self-report-door.js';
import { periodOf } from './questions.js';
import { readDraft, submit } from './self-report.service.js';
import { pageWords } from './words/index.js';

const OPEN = { openBecause: 'the token in the address is the credential', refuses: ['404 not-found', '429 too-many-guesses', '429 too-many-answers'] };

/** For an app of the clinic's own; people use the page at `/self-report/{token}`. */
@ApiTags('Self-report')
@Controller('v1/self-report/:token')
export class SelfReportController {
  constructor(private readonly door: SelfReportDoor) {}

  @Get()
  @Endpoint({ ...OPEN, summary: 'What is asked, and what was answered so far', answer: SelfReportView })
  ask(@Param('token') token: string, @Req() request: Request): Promise<SelfReportView> {
    return this.door.enter(token, request, async (_work, { firstName, clinic, kind, language, kiosk, answeredToday, instruments, draft, expiresAt, recallPeriod }) => ({
      firstName, clinic, kind, language, kiosk, answeredToday, expiresAt,
      measures: instruments.map((one) => ({ code: one.code, name: one.name, recallPeriod: periodOf(one, recallPeriod) ?? null, items: [...one.items] })),
      answers: draft,
    }));
  }

  @Post()
  @Endpoint({ ...OPEN, refuses: [...OPEN.refuses, '409 answered-today'], summary: 'Send the answers; the token is then used up', answer: SelfReportReceipt, status: 201 })
  send(@Param('token') token: string, @Body() { answers }: SelfReportAnswers, @Req() request: Request): Promise<SelfReportReceipt> {
    return this.door.enter(token, request, async (work, report) => {
      const { needsHelp } = await submit(work, report, readDraft(report.instruments, answers));
      return { receivedAt: work.now, message: needsHelp ? pageWords(report.language).help : null, helpLines: needsHelp ? [...report.helpLines] : [] };
    });
  }
}
