package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.jgroups.Message;
import org.jgroups.MessageFactory;
import org.jgroups.ObjectMessage;
import org.jgroups.util.SeqnoList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestrictedObjectMessageTest {
  /** Tells when it is deserialised. */
  static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    static boolean sprung;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      sprung = true;
      in.defaultReadObject();
    }
  }

  @BeforeAll
  static void register() {
    RestrictedObjectMessage.register();
  }

  private static Message throughTheWire(ObjectMessage message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writePayload(new DataOutputStream(bytes));
    Message read = MessageFactory.create(Message.OBJ_MSG);
    read.readPayload(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return read;
  }

  @Test
  void whatTheProtocolsSendIsRead() throws Exception {
    SeqnoList list = new SeqnoList(10, 5).add(7);
    Object read = throughTheWire(new ObjectMessage(null, list)).getObject();
    assertThat(read).hasToString(list.toString());
  }

  @Test
  void aSerialisedObjectIsRefusedBeforeItIsDeserialised() {
    assertThatThrownBy(() -> throughTheWire(new ObjectMessage(null, (Object) new Trap())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not accepted");
    assertThat(Trap.sprung).isFalse();
  }

  @Test
  void aClassNamedByTheSenderIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    out.writeShort(-1);
    out.writeUTF("java.util.ArrayList");
    Message read = MessageFactory.create(Message.OBJ_MSG);
    assertThatThrownBy(() ->
            read.readPayload(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isInstanceOf(IOException.class);
  }
}
