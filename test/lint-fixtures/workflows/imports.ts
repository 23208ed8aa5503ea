import { sleep } from '@temporalio/workflow';
import { plan } from '../domain/plan.js';
import { helper } from './helper.js';
import type { Contract } from '../activities/contract.js';
import { contract } from '../activities/contract.js'; // forbidden
import type { Send } from '../activities/send.js'; // forbidden
import { randomUUID } from 'node:crypto'; // forbidden
import { Client } from '@temporalio/client'; // forbidden
import { store } from '../prisma/store.js'; // forbidden
export { sleep, plan, helper, contract, randomUUID, Client, store, type Contract, type Send };
