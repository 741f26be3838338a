// What the documentation of NestJS teaches: the Express adapter, `repository.find` with relations, `save`, the validation pipe
// and the class serializer. On the product's tables and keys, with the same writes, but without row level security, without a
// trail of looks, without tokens and permissions, and with less in its answers. `PORT`, `DATABASE_URL`, `NOW`.
import 'reflect-metadata';
import { ClassSerializerInterceptor, Module, ValidationPipe } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClinicController } from './clinic.controller.js';
import { ClinicService } from './clinic.service.js';
import { ENTITIES } from './entities.js';

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', url: process.env['DATABASE_URL'] ?? '', entities: ENTITIES, synchronize: false, installExtensions: false, poolSize: 16 }),
    TypeOrmModule.forFeature(ENTITIES),
  ],
  controllers: [ClinicController],
  providers: [ClinicService],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
await app.listen(Number(process.env['PORT']), '127.0.0.1');
process.send?.('listening');
process.once('disconnect', () => process.exit(0));
