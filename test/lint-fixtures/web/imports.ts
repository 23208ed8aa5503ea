import "react";
import "../../../domain/plan/plan-date.js";
import type { Item } from "../../../api/items/schemas.js";
import type { z } from "zod";
import "../api/client.js";
import "../../../api/items/schemas.js"; // forbidden
import "../../../../api/app.js"; // forbidden
import "../../../prisma/database/pool.js"; // forbidden
import "../../../mail/texts.zh.js"; // forbidden
import "node:fs"; // forbidden
import "zod"; // forbidden

export type Used = Item | z.ZodType;
