@owner:agents
@severity:critical
Feature: Telling what happens
  As a user who watches an agent, and as somebody who builds on the chat
  I want each of the five events to say all that there is to know
  So that nobody has to guess who did what, when, and at what price

  @promise:events-tell
  @wire
  Rule: Each of the five events says what happened

    Scenario: The start
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the start of the run says who works, on which question of Ada, for which plan, and since when

    Scenario: A thought
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then every thought of the run says what the agent considers, counted from 1

    Scenario: A tool at work
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the tool "top_spenders" was asked for the 3 most expensive by model of "2026-09", in the way that it demands

    Scenario: A tool that has finished
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then every tool of the run says what it found, and how long it took

    Scenario: The end
      Given Ada is in a conversation
      When Ada asks "What are the three most expensive models in September 2026?"
      Then the end of the run says how it went, in short and in full, and what was used

  @promise:parameters-as-written
  @browser
  @wire
  Rule: What a tool is asked about is what the user wrote, in any script

    Scenario Outline: A model whose name has <letters>
      Given Ada is in a conversation
      When Ada asks "What did we spend on model <name> in September 2026?"
      Then a tool was asked about "<name>", letter for letter
      And the answer says that "<name>" is not known, and names no amount

      Examples:
        | letters             | name      |
        | emoji               | 👩🏽‍💻🤖 |
        | Japanese letters    | 思考モデル     |
        | combining marks     | Nöe       |
        | right-to-left words | نموذج     |
