import pg from 'pg';
import { TemporalGateway } from '../api/temporal-gateway.js';
import { createPlan } from '../prisma/plan-store.js';
import { record } from '../activities/record.js'; // forbidden
import { drive } from '../rehearsal/driver.js'; // forbidden
import { createApp } from '../api/app.js'; // forbidden
import { act } from '../workflows/messages.js'; // forbidden
export { pg, TemporalGateway, createPlan, record, drive, createApp, act };
