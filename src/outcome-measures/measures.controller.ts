import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/errors/refusal.js';
import { Answer } from '../platform/http/answer.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { Asker, type RequestAsker } from '../platform/http/route.js';
import { defineClinicMeasure } from './clinic-measures/clinic-measures.service.js';
import { NewClinicMeasure } from './clinic-measures/clinic-measures.dto.js';
import { clinicMeasures, findMeasure, measuresWithoutLicence } from './measure-lookup.js';
import { MeasureList, type MeasureWordingView, MeasureView } from './measures.dto.js';
import { wordingsOf } from './wordings/wordings.service.js';
import { INSTRUMENTS, type Instrument } from './scoring/index.js';

/** The product's registry, which changes only with a release, and the clinic's own measures after it. */
@ApiTags('Outcome measures')
@Controller('v1/outcome-measures')
export class MeasuresController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Every measure of the registry', answer: MeasureList })
  list(@Asker() asker: RequestAsker): Promise<MeasureList> {
    return this.database.read(asker, async (reader) => {
      const off = await measuresWithoutLicence(reader);
      const items = [...INSTRUMENTS, ...(await clinicMeasures(reader))].map(({ code, version, name, direction, items: asked, scoreRange, licence }) => ({
        code, version, name, direction, items: [...asked], scoreRange, licence, usable: !off.has(code),
      }));
      return { items, nextCursor: null };
    });
  }

  @Post()
  @Endpoint({ permission: 'assessment-plans.write', summary: 'Define a measure of the clinic’s own, or its next version', description: 'The sum or the mean of ranged items. A code that is there already gets its next version; what was recorded keeps the version that scored it.', answer: MeasureView, status: 201, idempotent: true })
  define(@Asker() asker: RequestAsker, @Body() body: NewClinicMeasure): Promise<Answer<MeasureView>> {
    return this.database.work(asker, async (work) => new Answer(described(await defineClinicMeasure(work, body), true, await wordingsOf(work, body.code)), 201, `/v1/outcome-measures/${body.code}`));
  }

  @Get(':code')
  @Endpoint({ permission: 'clinical.read', summary: 'One measure: items, scoring, cut-offs, licence', answer: MeasureView, refuses: ['404 not-found'] })
  one(@Asker() asker: RequestAsker, @Param('code') code: string): Promise<MeasureView> {
    return this.database.read(asker, async (reader) => {
      const instrument = await findMeasure(reader, code);
      if (!instrument) throw notFound();
      return described(instrument, !(await measuresWithoutLicence(reader)).has(code), await wordingsOf(reader, code));
    });
  }
}

function described({ score: _score, ...description }: Instrument, usable: boolean, wordings: MeasureWordingView[]): MeasureView {
  return { ...(structuredClone(description) as unknown as MeasureView), usable, wordings };
}
