import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { NewValueSet, ValueSetList, ValueSetView } from './value-sets.dto.js';
import { defineValueSet, listValueSets, readValueSet } from './value-sets.service.js';

/** Values are data of a country: the clinic takes them from their publication, and answers for being allowed to. */
@ApiTags('Outcome measures')
@Controller('v1/outcome-measures/:code/value-sets')
export class ValueSetsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'Value sets that can make the index: the product’s, then the clinic’s', answer: ValueSetList, refuses: ['404 not-found'] })
  list(@Asker() asker: RequestAsker, @Param('code') code: string): Promise<ValueSetList> {
    return this.database.read(asker, (reader) => listValueSets(reader, code));
  }

  @Post()
  @Endpoint({ permission: 'clinic.write', summary: 'Bring a value set, or its next version', answer: ValueSetView, status: 201, idempotent: true, refuses: ['404 not-found'] })
  define(@Asker() asker: RequestAsker, @Param('code') code: string, @Body() body: NewValueSet): Promise<ValueSetView> {
    return this.database.work(asker, (work) => defineValueSet(work, code, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'clinical.read', summary: 'One value set of the clinic, with its coefficients', answer: ValueSetView, of: { id: 'measure_value_sets' } })
  one(@Asker() asker: RequestAsker, @Param('code') code: string, @Id() id: string): Promise<ValueSetView> {
    return this.database.read(asker, (reader) => readValueSet(reader, code, id));
  }
}
