/** By what the reader's letters go, as they choose. A rehearsal's go to the local mailbox only: there is nothing to choose. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Channels } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { useAppearance } from "../../theme/appearance.js";
import { Refusal } from "../accounts/parts.js";
import styles from "./my.module.css";

type Choice = Channels["channels"][number]["channel"];

export function ChannelsPanel() {
  const { id } = usePlan();
  const { data } = useQuery(queries.channels(id));
  return data?.live && data.person ? <Choices key={data.chosenAt} channels={data} /> : null;
}

function Choices({ channels }: { readonly channels: Channels }) {
  const { t } = useTexts();
  const { language } = useAppearance();
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<readonly Choice[]>(channels.chosen ?? []);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () =>
      post<Channels>(`/plans/${encodeURIComponent(id)}/me/channels`, { channels: chosen.length === 0 ? null : chosen }),
    onSuccess: (saved) => queryClient.setQueryData(queries.channels(id).queryKey, saved),
  });
  const toggle = (channel: Choice, on: boolean): void =>
    setChosen((before) => (on ? [...before, channel] : before.filter((one) => one !== channel)));
  const names = new Map(channels.channels.map(({ channel, name }) => [channel, name[language]]));
  const by = channels.goesBy.map((channel) => names.get(channel) ?? channel).join(t("list"));
  const goes = channels.byHand
    ? t("my.channelsByHand")
    : by === ""
      ? t("my.channelsNone")
      : t("my.channelsGoBy", { by });
  return (
    <Panel title={t("my.channels")}>
      <div className={styles["channels"]}>
        <p className="quiet">{t("my.channelsLead")}</p>
        <p>{goes}</p>
        <ul>
          {channels.channels.map(({ channel, name, set, address }) => (
            <li key={channel}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(channel)}
                  disabled={!chosen.includes(channel) && !(set && address)}
                  onChange={(event) => toggle(channel, event.target.checked)}
                />{" "}
                {name[language]}
                {!set && <span className="quiet"> · {t("my.channelNotSet")}</span>}
                {set && !address && <span className="quiet"> · {t("my.channelNoAddress")}</span>}
              </label>
            </li>
          ))}
        </ul>
        <Refusal error={error} />
        <p className={styles["save"]}>
          <Button type="primary" loading={isPending} onClick={() => mutate()}>
            {t("my.channelsSave")}
          </Button>
          {isSuccess && <span role="status">{t("my.channelsSaved")}</span>}
        </p>
      </div>
    </Panel>
  );
}
