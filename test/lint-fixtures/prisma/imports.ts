import { PrismaPg } from '@prisma/adapter-pg';
import { plan } from '../domain/plan.js';
import type { Letter } from '../mail/letter.js';
import { letter } from '../mail/letter.js'; // forbidden
import { send } from '../activities/send.js'; // forbidden
export { PrismaPg, plan, letter, send, type Letter };
