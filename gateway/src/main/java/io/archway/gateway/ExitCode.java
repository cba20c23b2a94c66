package io.archway.gateway;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended. The numbers are part of the interface: scripts rely on them. */
public enum ExitCode {
  OK(0, "done; of serve: stopped as asked"),
  FAILED(1, "the work could not be done; the message says why"),
  USAGE(2, "wrong options or arguments"),
  OUT_OF_MEMORY(3, "Java ran out of memory and ended the program"),
  SETTINGS(4, "wrong settings in the file or the environment; all are listed"),
  IN_USE(5, "a port or the data folder is in use by another program"),
  PEER(6, "the other side could not be reached or refused"),
  SOME_REFUSED(7, "some files were refused, unreadable or no DICOM objects"),
  LAUNCHER(8, "no fitting Java or Maven, or the build failed"),
  DAMAGED(9, "the check found something wrong; each has its line"),
  NOTHING_FOUND(10, "nothing was found to work on: no DICOM object, no study"),
  STOP_TIMED_OUT(11, "stopped, but not in time (stop.timeout); nothing acknowledged is lost");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** Number and meaning of each, in order, for the help of every command. */
  public static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(code -> list.put(String.valueOf(code.number), code.meaning));
    return list;
  }
}
