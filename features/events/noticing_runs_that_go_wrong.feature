@owner:quality
@severity:critical
@unit
Feature: Noticing runs that go wrong
  As somebody who relies on this suite
  I want it to notice every way in which a run can be told wrong, and to say which
  So that a green report means that all was well

  @promise:order-judged
  Rule: The five events come once, in pairs, and in order, or the suite says what is wrong

    Scenario Outline: A run told <how>
      Given a run with one tool
      When the run is told <how>
      Then the suite says "<finding>"

      Examples:
        | how                                       | finding                                                         |
        | without its start                         | Run r1 of Ada does not begin with agent_started                 |
        | with two starts                           | Run r1 of Ada started twice (frames 4 and 5)                    |
        | with its thoughts in the wrong order      | step 2 came as the first (frame 5)                              |
        | with a tool that finishes but never began | tool `top_spenders` was completed (frame 8) but never started   |
        | with a tool that begins twice             | tool `top_spenders` was started twice (frames 7 and 8)          |
        | with a tool that finishes twice           | tool `top_spenders` was completed twice (frames 8 and 9)        |
        | with a tool that never finishes           | was started (frame 7) but not completed when the run ended      |
        | with a tool that finishes as another one  | was completed as tool `totals` (frame 8)                        |
        | with a thought after its end              | agent_thinking (frame 13) came after the run's end (frame 12)   |
        | with two ends                             | Run r1 of Ada completed twice (frames 12 and 13)                |
        | without an end                            | Run r1 of Ada never completed: the last event is tool_completed |

  @promise:runs-kept-apart
  Rule: Runs that go side by side, or one inside another, are kept apart

    Scenario Outline: A run with <whom>
      Given a run with <whom>
      When the run is told as it was
      Then the suite says "<finding>"

      Examples:
        | whom                                     | finding                                                    |
        | another run that finishes its tool       | was completed here (frame 8), but it was started in run r1 |
        | a sub-agent that is left at work         | while its nested run r2 was still running                  |
        | a sub-agent that begins when all is over | Run r2 of Ada is nested in run r1, which has ended already |

  @promise:content-judged
  Rule: What an event says is complete, and true, or the suite says what is wrong

    Scenario Outline: What is said <how>
      Given a run with one tool
      When the run is told <how>
      Then the suite says "<finding>"

      Examples:
        | how                                      | finding                                                 |
        | with an empty thought                    | agent_thinking (frame 6) has an empty field `reasoning` |
        | with a tool that nobody knows            | tool `crystal_ball` (frame 7): no agent has it          |
        | with a tool asked in the wrong way       | are not valid against its schema                        |
        | with a tool that found nothing at all    | is ok but has no result (frame 8)                       |
        | with a tool that took longer than it did | says it took 9000 ms, but by its timestamps it took     |
        | with an error shown as a result          | is ok but has an error: no such model (frame 8)         |
        | with a failure shown as success          | failed (frame 12) and is then shown as succeeded        |
        | with a tool too many on its bill         | says it used 2 tools (frame 12), but 1 began            |
        | with an answer that was never given      | is not the answer stored in frame 11                    |
        | with the platform's clock set back       | time runs backwards                                     |

  @promise:delivery-judged
  Rule: What is lost, repeated, swapped or changed on the way is noticed

    Scenario Outline: On the way, <how>
      Given a run with one tool
      When the run is told <how>
      Then the suite says "<finding>"

      Examples:
        | how                                | finding                                   |
        | with a piece of news missing       | seq 5 is missing (between frames 5 and 7) |
        | with a piece of news twice         | seq 5 came twice                          |
        | with two pieces of news swapped    | seq 8 came after seq 9 (frames 10 and 9)  |
        | with a piece of the answer changed | join to                                   |
