package io.fairlead.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import org.junit.jupiter.api.Test;

/// What SHOW WARNINGS knows.
class DiagnosticsTest {
  private static final Problem NOTE =
      Problem.of(ProblemKind.DONE, "done").withDetail("Twice.").withHint("Look.");

  @Test
  void levelNumberAndWholeText() {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.remark(NOTE);
    diagnostics.remark(Problem.of(ProblemKind.WARNING, "odd"));
    diagnostics.error(Problem.of(ProblemKind.SYNTAX, "wrong"));
    Reply all = diagnostics.show(new Statement.ShowRemarks(false, false));
    assertArrayEquals(new Object[] {"Note", 1003, "done. Twice. Look."}, all.rows().get(0));
    assertArrayEquals(new Object[] {"Warning", 1105, "odd"}, all.rows().get(1));
    assertArrayEquals(new Object[] {"Error", 1064, "wrong"}, all.rows().get(2));
    assertEquals(1, diagnostics.show(new Statement.ShowRemarks(true, false)).rows().size());
    diagnostics.clear();
    assertEquals(0, diagnostics.show(new Statement.ShowRemarks(false, false)).rows().size());
  }

  @Test
  void aBoundNumberIsKept() {
    Diagnostics diagnostics = new Diagnostics();
    for (int i = 0; i < Limits.REMARKS_KEPT + 1; i++) {
      diagnostics.remark(NOTE);
    }
    Reply count = diagnostics.show(new Statement.ShowRemarks(false, true));
    assertArrayEquals(new Object[] {(long) Limits.REMARKS_KEPT}, count.rows().getFirst());
  }
}
