/** Files that go with letters by mail: of a 通报 or 专报 the document that was signed, made once for all who get it. */
import { DOCX_TYPE, renderDocx } from "../documents/docx/render.js";
import type { LetterModel } from "../domain/letters/letter-model.js";
import { documentOf } from "../mail/document.js";
import type { AttachedFile } from "../mail/transport.js";
import { bulletinOfLetter } from "../prisma/bulletins/letter-bulletin.js";
import type { Pool } from "../prisma/database/pool.js";
import type { DirectoryCache } from "../prisma/plans/rules-cache.js";

interface DocumentDeps {
  readonly planId: string;
  readonly pool: Pool;
  readonly directories: DirectoryCache;
}

type Files = readonly AttachedFile[];
const NOTHING: Promise<Files> = Promise.resolve([]);

export class LetterDocuments {
  private readonly made = new Map<string, Promise<Files>>();

  constructor(private readonly deps: DocumentDeps) {}

  /** Rejects where the version that the letter gives is not there. */
  of(says: LetterModel): Promise<Files> {
    const { bulletin, documentNo, issuer } = says;
    if (!bulletin) return NOTHING;
    const name = JSON.stringify([bulletin, documentNo, issuer.contact]);
    const made = this.made.get(name) ?? this.make(says);
    this.made.set(name, made);
    return made;
  }

  private async make(says: LetterModel): Promise<Files> {
    const { pool, directories, planId } = this.deps;
    const { bundle } = await directories.get(planId);
    const document = documentOf(says, "zh", await bulletinOfLetter(pool, planId, says, bundle));
    const content = Buffer.from(await renderDocx(document));
    const filename = `${document.documentNo ?? says.planDay} ${document.title}.docx`;
    return [{ filename, content, contentType: DOCX_TYPE }];
  }
}
