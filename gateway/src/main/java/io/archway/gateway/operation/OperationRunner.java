package io.archway.gateway.operation;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.OpenHome;
import io.archway.gateway.settings.Settings;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Does an operation on a home: here if it is free, else in the gateway that holds it. */
public record OperationRunner(Path folder, Settings settings) {

  public ExitCode run(List<String> request, Report report)
      throws IOException, InterruptedException {
    if (!Operation.of(request).makesHome()) {
      Home.requireMade(folder);
    }
    Home home;
    try {
      home = Home.open(folder);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.IN_USE) {
        throw e;
      }
      return askGateway(request, report, e);
    }
    try (OpenHome open = OpenHome.open(settings, home)) {
      open.passwordNotice().ifPresent(report::line);
      return Operation.of(request).run(open, report);
    }
  }

  private ExitCode askGateway(List<String> request, Report report, CommandFailure inUse)
      throws IOException {
    Optional<ControlFile> control = ControlFile.read(folder);
    if (control.isEmpty()) {
      throw inUse;
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control.get().port());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      Frames.writeRequest(out, control.get().token(), request);
      return Frames.relay(in, report);
    } catch (SocketException | EOFException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the gateway that holds the data folder %s gave the command up; its log says why"
              .formatted(folder),
          e);
    }
  }
}
