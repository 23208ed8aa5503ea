import { plan } from '../domain/plan.js';
import { store } from '../prisma/store.js';
import { gateway } from '../api/gateway.js'; // forbidden
import { loader } from '../loader/loader.js'; // forbidden
import type { Clock } from '../workflows/messages.js';
import { tick } from '../workflows/messages.js'; // forbidden
export type { Clock };
export { gateway, loader, plan, store, tick };
