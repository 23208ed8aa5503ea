import "react";
import "../../../domain/plan-date.js";
import type { Item } from "../../../api/schemas/items.js";
import type { z } from "zod";
import "../api/client.js";
import "../../../api/schemas/items.js"; // forbidden
import "../../../../api/app.js"; // forbidden
import "../../../prisma/pool.js"; // forbidden
import "../../../mail/texts.zh.js"; // forbidden
import "node:fs"; // forbidden
import "zod"; // forbidden

export type Used = Item | z.ZodType;
