package io.archway.dicom.net;

import java.util.EnumMap;
import java.util.Map;

/**
 * PS3.8 Table 9-10: which action an event causes in a state. Requester and acceptor share it. A dot
 * stands where the standard leaves the field empty: the event cannot happen there.
 */
final class StateTable {

  private static final String TABLE =
      """
             Sta1 Sta2 Sta3 Sta4 Sta5 Sta6 Sta7 Sta8 Sta9 Sta10 Sta11 Sta12 Sta13
      Evt1   AE-1 .    .    .    .    .    .    .    .    .     .     .     .
      Evt2   .    .    .    AE-2 .    .    .    .    .    .     .     .     .
      Evt3   .    AA-1 AA-8 .    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt4   .    AA-1 AA-8 .    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt5   AE-5 .    .    .    .    .    .    .    .    .     .     .     .
      Evt6   .    AE-6 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      Evt7   .    .    AE-7 .    .    .    .    .    .    .     .     .     .
      Evt8   .    .    AE-8 .    .    .    .    .    .    .     .     .     .
      Evt9   .    .    .    .    .    DT-1 .    AR-7 .    .     .     .     .
      Evt10  .    AA-1 AA-8 .    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt11  .    .    .    .    .    AR-1 .    .    .    .     .     .     .
      Evt12  .    AA-1 AA-8 .    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-6
      Evt13  .    AA-1 AA-8 .    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3  AA-8  AA-6
      Evt14  .    .    .    .    .    .    .    AR-4 AR-9 .     .     AR-4  .
      Evt15  .    .    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1  AA-1  .
      Evt16  .    AA-2 AA-3 .    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3  AA-3  AA-2
      Evt17  .    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4  AA-4  AR-5
      Evt18  .    AA-2 .    .    .    .    .    .    .    .     .     .     AA-2
      Evt19  .    AA-1 AA-8 .    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8  AA-8  AA-7
      """;

  private static final Map<Event, Map<State, Action>> ACTIONS = parse();

  private StateTable() {}

  /** Null where the table is empty. */
  static Action action(Event event, State state) {
    return ACTIONS.get(event).get(state);
  }

  private static Map<Event, Map<State, Action>> parse() {
    Map<Event, Map<State, Action>> actions = new EnumMap<>(Event.class);
    String[] lines = TABLE.strip().split("\n");
    for (Event event : Event.values()) {
      String[] cells = lines[event.ordinal() + 1].trim().split(" +");
      Map<State, Action> row = new EnumMap<>(State.class);
      for (State state : State.values()) {
        String cell = cells[state.ordinal() + 1];
        if (!cell.equals(".")) {
          row.put(state, Action.valueOf(cell.replace('-', '_')));
        }
      }
      actions.put(event, row);
    }
    return actions;
  }
}
