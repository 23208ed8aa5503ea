import { Context } from '@temporalio/activity';
import { plan } from '../domain/plan.js';
import { store } from '../prisma/store.js';
import { mail } from '../mail/mail.js';
import { app } from '../api/app.js'; // forbidden
import { flow } from '../workflows/task.js'; // forbidden
export { Context, plan, store, mail, app, flow };
