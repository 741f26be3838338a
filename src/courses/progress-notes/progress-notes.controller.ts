import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Database } from '../../platform/database/database.js';
import { Endpoint } from '../../platform/http/endpoint.js';
import { pageOf, PageQuery, type Page } from '../../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../../platform/http/route.js';
import { NewProgressNote, ProgressNoteView } from './progress-note.dto.js';
import { listProgressNotes, readProgressNote, writeProgressNote } from './progress-notes.service.js';

@ApiTags('Courses')
@Controller('v1/courses/:id/progress-notes')
export class ProgressNotesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'clinical.read', summary: 'The clinicians’ notes on how the course goes, the oldest first', answer: pageOf(ProgressNoteView), of: { id: 'courses' } })
  list(@Asker() asker: RequestAsker, @Id() id: string, @Query() query: PageQuery): Promise<Page<ProgressNoteView>> {
    return this.database.work(asker, (work) => listProgressNotes(work, id, query));
  }

  @Post()
  @Endpoint({ permission: 'courses.write', summary: 'Note how the course goes, once a week as payers ask', answer: ProgressNoteView, status: 201, of: { id: 'courses' }, idempotent: true })
  write(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: NewProgressNote): Promise<ProgressNoteView> {
    return this.database.work(asker, (work) => writeProgressNote(work, id, body));
  }

  @Get(':noteId')
  @Endpoint({ permission: 'clinical.read', summary: 'One note', answer: ProgressNoteView, of: { id: 'courses', noteId: 'progress_notes' } })
  one(@Asker() asker: RequestAsker, @Id() id: string, @Id('noteId') noteId: string): Promise<ProgressNoteView> {
    return this.database.work(asker, (work) => readProgressNote(work, id, noteId));
  }
}
