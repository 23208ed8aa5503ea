/** A peer's process: node embedded/run.mjs bench/peers/main.ts SETTINGS (JSON). Started by the storm benchmark. */
import { dbos } from "./dbos.js";
import { graphileWorker } from "./graphile-worker.js";
import { type Peer, type PeerName, type PeerSettings, servePeer } from "./peer.js";
import { pgBoss, pgBossFetch } from "./pg-boss.js";
import { workflowPerItem } from "./workflow-per-item.js";

const peers: Readonly<Record<PeerName, Peer>> = { workflowPerItem, dbos, pgBoss, pgBossFetch, graphileWorker };
const settings = JSON.parse(process.argv[2] ?? "") as PeerSettings;
await servePeer(peers[settings.name], settings);
process.exit(0);
