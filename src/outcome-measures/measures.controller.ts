import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../platform/errors/refusal.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { MeasureList, MeasureView } from './measures.dto.js';
import { findInstrument, INSTRUMENTS } from './scoring/index.js';

/** The registry is the same for every clinic and changes only with a release. */
@ApiTags('Outcome measures')
@Controller('v1/outcome-measures')
export class MeasuresController {
  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Every measure of the registry', answer: MeasureList })
  list(): MeasureList {
    const items = INSTRUMENTS.map(({ code, version, name, direction, items: asked, scoreRange, licence }) => ({ code, version, name, direction, items: [...asked], scoreRange, licence }));
    return { items, nextCursor: null };
  }

  @Get(':code')
  @Endpoint({ permission: 'clinical.read', summary: 'One measure: items, scoring, cut-offs, licence', answer: MeasureView, refuses: ['404 not-found'] })
  one(@Param('code') code: string): MeasureView {
    const instrument = findInstrument(code);
    if (!instrument) throw notFound();
    const { score: _score, ...described } = instrument;
    return structuredClone(described) as unknown as MeasureView;
  }
}
