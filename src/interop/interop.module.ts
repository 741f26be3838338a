import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { followMerge } from '../patients/index.js';
import { askBeforeSending } from '../platform/outbox/index.js';
import { CalendarFeed } from './calendars/calendar-feed.entity.js';
import { CalendarsController } from './calendars/calendars.controller.js';
import { moveFeeds } from './calendars/calendars.service.js';
import { ReminderJob } from './reminders/reminders.job.js';
import { RemindersController } from './reminders/reminders.controller.js';
import { ReminderSettings, SessionNotice } from './reminders/reminders.entities.js';
import { whereReminderGoes } from './reminders/still-true.js';

@Module({ imports: [TypeOrmModule.forFeature([CalendarFeed, ReminderSettings, SessionNotice])], controllers: [CalendarsController, RemindersController], providers: [ReminderJob] })
export class InteropModule implements OnModuleInit {
  onModuleInit(): void {
    followMerge(moveFeeds);
    askBeforeSending('session', whereReminderGoes);
  }
}
