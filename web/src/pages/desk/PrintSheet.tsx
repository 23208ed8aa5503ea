/** A print job as it is printed: in a frame that runs nothing, and is printed from there. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef } from "react";
import * as queries from "../../api/queries.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { usePlan } from "../../plan/plan.js";
import { useTexts } from "../../i18n/index.js";
import { withNonce } from "../../theme/nonce.js";
import paper from "./paper.module.css";

export function PrintSheet({ jobId, onClose }: { readonly jobId: string; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const frame = useRef<HTMLIFrameElement>(null);
  const { data, error, refetch } = useQuery(queries.printJob(id, jobId));
  return (
    <Sheet
      title={t("paper.preview")}
      onClose={onClose}
      aside={
        <Button
          type="primary"
          icon={<Icon name="print" />}
          disabled={!data}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          {t("letters.print")}
        </Button>
      }
      form
    >
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={12} />
        )
      ) : (
        // As a letter's frame: no script, no form, no link; this page may print it.
        <iframe
          ref={frame}
          className={paper["frame"]}
          title={t("paper.preview")}
          sandbox="allow-same-origin allow-modals"
          srcDoc={withNonce(data.html)}
        />
      )}
    </Sheet>
  );
}
