/** Chooses a later day. Fetched when it is first asked for: a calendar is a large thing. */
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTexts } from "../../i18n/index.js";

interface Props {
  readonly after: string;
  readonly onDay: (day: string) => void;
  readonly onClose: () => void;
}

export default function DayPicker({ after, onDay, onClose }: Props) {
  const { t } = useTexts();
  const first = dayjs(after).add(1, "day");
  return (
    <DatePicker
      defaultOpen
      aria-label={t("clock.pick")}
      placeholder={t("clock.pick")}
      defaultPickerValue={first}
      minDate={first}
      // The machine's own today is no day of the plan's.
      showNow={false}
      allowClear={false}
      onChange={(day) => day && onDay(day.format("YYYY-MM-DD"))}
      onOpenChange={(open) => !open && onClose()}
    />
  );
}
