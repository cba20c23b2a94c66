package io.archway.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests for associations that stall give way to those that come. */
class BodyMemoryTest {
  private final List<String> lost = new ArrayList<>();
  private final BodyMemory memory = new BodyMemory(100);

  @Test
  void nobodyGivesWayUpToTheLimit() {
    assertThat(share("a").grow(60)).isTrue();
    assertThat(share("b").grow(40)).isTrue();
    assertThat(lost).isEmpty();
  }

  @Test
  void whoHoldsMostGivesWayPastIt() {
    BodyMemory.Share largest = share("largest");
    share("small").grow(40);
    largest.grow(60);
    assertThat(share("new").grow(1)).isTrue();
    assertThat(lost).containsExactly("largest");
    assertThat(largest.isLost()).isTrue();
    assertThat(largest.grow(61)).as("it gets no more").isFalse();
  }

  @Test
  void ofSeveralTheOneThatBeganFirstGivesWay() {
    share("first").grow(50);
    share("second").grow(50);
    assertThat(share("third").grow(50)).isTrue();
    assertThat(lost).containsExactly("first");
  }

  @Test
  void whoAsksGivesWayWhereItHoldsMostItself() {
    share("small").grow(10);
    BodyMemory.Share greedy = share("greedy");
    assertThat(greedy.grow(90)).isTrue();
    assertThat(greedy.grow(91)).isFalse();
    assertThat(lost).as("told by its own call").isEmpty();
    greedy.release();
    assertThat(greedy.grow(90)).as("its next one").isTrue();
  }

  @Test
  void whatIsReleasedIsFree() {
    BodyMemory.Share first = share("first");
    first.grow(100);
    first.release();
    assertThat(share("second").grow(100)).isTrue();
    assertThat(lost).isEmpty();
  }

  @Test
  void aConnectionThatGivesWayIsEndedAndHoldsNothing() {
    BodyMemory shared = new BodyMemory(40_000);
    List<Throwable> failures = new ArrayList<>();
    EmbeddedChannel stalled = channel(shared, failures);
    stalled.writeInbound(partOfARequest(30_000));
    assertThat(failures).isEmpty();
    EmbeddedChannel other = channel(shared, new ArrayList<>());
    other.writeInbound(partOfARequest(20_000));
    stalled.runPendingTasks();
    assertThat(failures)
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(PduException.class)
                    .hasMessage(
                        "A-ASSOCIATE-RQ: 30000 of 200000 bytes came, and others need the memory"));
    stalled.writeInbound(Unpooled.wrappedBuffer(new byte[1000]));
    assertThat(failures).hasSize(1);
    stalled.finishAndReleaseAll();
    other.finishAndReleaseAll();
  }

  private static ByteBuf partOfARequest(int bytes) {
    return Unpooled.buffer(6 + bytes).writeByte(1).writeByte(0).writeInt(200_000).writeZero(bytes);
  }

  private static EmbeddedChannel channel(BodyMemory shared, List<Throwable> failures) {
    return new EmbeddedChannel(
        new PduDecoder(AssociationLimits.defaults(), () -> false, shared),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
          }
        });
  }

  private BodyMemory.Share share(String name) {
    return memory.share(() -> lost.add(name));
  }
}
