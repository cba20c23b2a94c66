package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PS3.8 Table 9-10 once more, by event, as its text has it. */
class StateTableTest {

  @ParameterizedTest(name = "Evt{0} causes {1} in {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | AE_1  | 1
          2  | AE_2  | 4
          3  | AA_1  | 2
          3  | AA_8  | 3 6 7 8 9 10 11 12
          3  | AE_3  | 5
          3  | AA_6  | 13
          4  | AA_1  | 2
          4  | AA_8  | 3 6 7 8 9 10 11 12
          4  | AE_4  | 5
          4  | AA_6  | 13
          5  | AE_5  | 1
          6  | AE_6  | 2
          6  | AA_8  | 3 5 6 7 8 9 10 11 12
          6  | AA_7  | 13
          7  | AE_7  | 3
          8  | AE_8  | 3
          9  | DT_1  | 6
          9  | AR_7  | 8
          10 | AA_1  | 2
          10 | AA_8  | 3 5 8 9 10 11 12
          10 | DT_2  | 6
          10 | AR_6  | 7
          10 | AA_6  | 13
          11 | AR_1  | 6
          12 | AA_1  | 2
          12 | AA_8  | 3 5 8 9 10 11 12
          12 | AR_2  | 6
          12 | AR_8  | 7
          12 | AA_6  | 13
          13 | AA_1  | 2
          13 | AA_8  | 3 5 6 8 9 12
          13 | AR_3  | 7 11
          13 | AR_10 | 10
          13 | AA_6  | 13
          14 | AR_4  | 8 12
          14 | AR_9  | 9
          15 | AA_1  | 3 5 6 7 8 9 10 11 12
          15 | AA_2  | 4
          16 | AA_2  | 2 13
          16 | AA_3  | 3 5 6 7 8 9 10 11 12
          17 | AA_5  | 2
          17 | AA_4  | 3 4 5 6 7 8 9 10 11 12
          17 | AR_5  | 13
          18 | AA_2  | 2 13
          19 | AA_1  | 2
          19 | AA_8  | 3 5 6 7 8 9 10 11 12
          19 | AA_7  | 13
          """)
  void eventCausesActionInExactlyTheseStates(int event, Action action, String states) {
    Set<State> expected =
        java.util.Arrays.stream(states.trim().split(" "))
            .map(number -> State.valueOf("STA_" + number))
            .collect(Collectors.toSet());
    Set<State> actual = EnumSet.noneOf(State.class);
    for (State state : State.values()) {
      if (StateTable.action(Event.valueOf("EVT_" + event), state) == action) {
        actual.add(state);
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest(name = "Evt{0} cannot happen in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | 2 3 4 5 6 7 8 9 10 11 12 13
          2  | 1 2 3 5 6 7 8 9 10 11 12 13
          3  | 1 4
          4  | 1 4
          5  | 2 3 4 5 6 7 8 9 10 11 12 13
          6  | 1 4
          7  | 1 2 4 5 6 7 8 9 10 11 12 13
          8  | 1 2 4 5 6 7 8 9 10 11 12 13
          9  | 1 2 3 4 5 7 9 10 11 12 13
          10 | 1 4
          11 | 1 2 3 4 5 7 8 9 10 11 12 13
          12 | 1 4
          13 | 1 4
          14 | 1 2 3 4 5 6 7 10 11 13
          15 | 1 2 13
          16 | 1 4
          17 | 1
          18 | 1 3 4 5 6 7 8 9 10 11 12
          19 | 1 4
          """)
  void eventIsImpossibleInExactlyTheseStates(int event, String states) {
    Set<Integer> impossible =
        IntStream.rangeClosed(1, State.values().length)
            .filter(
                number ->
                    StateTable.action(Event.valueOf("EVT_" + event), State.valueOf("STA_" + number))
                        == null)
            .boxed()
            .collect(Collectors.toSet());
    assertThat(impossible)
        .isEqualTo(
            java.util.Arrays.stream(states.trim().split(" "))
                .map(Integer::valueOf)
                .collect(Collectors.toSet()));
  }

  @Test
  void everyActionIsUsed() {
    Set<Action> used = EnumSet.noneOf(Action.class);
    for (Event event : Event.values()) {
      for (State state : State.values()) {
        Action action = StateTable.action(event, state);
        if (action != null) {
          used.add(action);
        }
      }
    }
    assertThat(used).containsExactlyInAnyOrder(Action.values());
  }
}
