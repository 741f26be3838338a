import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sightOf } from '../identity/read.js';
import { Database } from '../platform/database/database.js';
import { Endpoint } from '../platform/http/endpoint.js';
import { pageOf, type Page } from '../platform/http/paging.js';
import { Asker, Id, type RequestAsker } from '../platform/http/route.js';
import { Activation, CourseChange, CourseEnd, CourseQuery, CourseView, MoveReason, NewCourse } from './course.dto.js';
import { CourseExtensionRequest, RampChange } from './extensions/changes.dto.js';
import { changeRamp, extendCourse } from './extensions/changes.service.js';
import { listCourses, readCourse } from './courses.queries.js';
import { activateCourse, changeCourse, completeCourse, discontinueCourse, pauseCourse, prescribeCourse, resumeCourse } from './courses.service.js';

const MOVE = { permission: 'courses.write', answer: CourseView, of: { id: 'courses' }, idempotent: true };

@ApiTags('Courses')
@Controller('v1/courses')
export class CoursesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({ permission: 'courses.read', summary: 'Courses, newest first (without clinical fields for the front desk)', answer: pageOf(CourseView) })
  list(@Asker() asker: RequestAsker, @Query() query: CourseQuery): Promise<Page<CourseView>> {
    return this.database.work(asker, (work) => listCourses(work, query, sightOf(asker)));
  }

  @Post()
  @Endpoint({ permission: 'courses.write', summary: 'Prescribe a course', answer: CourseView, status: 201, idempotent: true, refuses: ['404 not-found', '409 patient-archived', '409 protocol-retired'] })
  prescribe(@Asker() asker: RequestAsker, @Body() body: NewCourse): Promise<CourseView> {
    return this.database.work(asker, (work) => prescribeCourse(work, body));
  }

  @Get(':id')
  @Endpoint({ permission: 'courses.read', summary: 'One course (without clinical fields for the front desk)', answer: CourseView, of: { id: 'courses' } })
  one(@Asker() asker: RequestAsker, @Id() id: string): Promise<CourseView> {
    return this.database.work(asker, (work) => readCourse(work, id, sightOf(asker)));
  }

  @Patch(':id')
  @Endpoint({ permission: 'courses.write', summary: 'Change the goals of a course that has not ended', answer: CourseView, of: { id: 'courses' }, ifMatch: true, refuses: ['409 wrong-state'] })
  change(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: CourseChange): Promise<CourseView> {
    return this.database.work(asker, (work) => changeCourse(work, id, asker.ifMatch, body));
  }

  @Post(':id/activate')
  @Endpoint({ ...MOVE, summary: 'Let treatment begin', description: 'Answers everything that is missing at once.', refuses: ['409 not-ready', '409 wrong-state'] })
  activate(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: Activation): Promise<CourseView> {
    return this.database.work(asker, (work) => activateCourse(work, id, body.overrides ?? []));
  }

  @Post(':id/pause')
  @Endpoint({ ...MOVE, summary: 'Pause: no session starts', refuses: ['409 wrong-state'] })
  pause(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: MoveReason): Promise<CourseView> {
    return this.database.work(asker, (work) => pauseCourse(work, id, body.reason));
  }

  @Post(':id/resume')
  @Endpoint({ ...MOVE, summary: 'Go on after a pause', refuses: ['409 wrong-state'] })
  resume(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: MoveReason): Promise<CourseView> {
    return this.database.work(asker, (work) => resumeCourse(work, id, body.reason));
  }

  @Post(':id/complete')
  @Endpoint({ ...MOVE, summary: 'End as planned', refuses: ['409 wrong-state'] })
  complete(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: MoveReason): Promise<CourseView> {
    return this.database.work(asker, (work) => completeCourse(work, id, body.reason));
  }

  @Post(':id/discontinue')
  @Endpoint({ ...MOVE, summary: 'End early, with the reason', refuses: ['409 wrong-state'] })
  discontinue(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: CourseEnd): Promise<CourseView> {
    return this.database.work(asker, (work) => discontinueCourse(work, id, body.reason));
  }

  @Post(':id/extend')
  @Endpoint({ ...MOVE, summary: 'More sessions than the protocol prescribes, with the reason', description: 'The safety rules judge the course as it is with them; findings are answered as at an activation.', refuses: ['409 not-ready', '409 wrong-state', '409 too-many-sessions'] })
  extend(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: CourseExtensionRequest): Promise<CourseView> {
    return this.database.work(asker, (work) => extendCourse(work, id, body));
  }

  @Post(':id/ramp')
  @Endpoint({ ...MOVE, summary: 'How the intensity climbs to the prescription, from the next session on', refuses: ['409 wrong-state'] })
  ramp(@Asker() asker: RequestAsker, @Id() id: string, @Body() body: RampChange): Promise<CourseView> {
    return this.database.work(asker, (work) => changeRamp(work, id, body));
  }
}
