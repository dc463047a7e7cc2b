@owner:billing
@severity:normal
@needs:plans
Feature: Paying agents
  As a firm that lets agents of several makers work
  I want each agent paid by one table, for work that can be checked
  So that good work is worth more, and every cent can be computed again

  @promise:agents-paid-by-table
  @wire
  Rule: What an agent earns follows from its base, the quality of its work, and the plan

    Scenario Outline: <who>, on the <plan> plan, asks "<question>"
      Given plans have their limits
      And <who> is in a conversation
      And <who> has been given the <plan> plan
      When <who> asks "<question>"
      Then the agents earned by the runs of <who> what the table says

      Examples:
        | who       | plan       | question                                      |
        | Zoë       | early      | What did we spend in total in September 2026? |
        | Katherine | mid        | Hello, what can you do?                       |
        | Grace     | enterprise | Prepare a briefing for September 2026         |

  @promise:agents-paid-to-the-cent
  @wire
  Rule: A statement is the sum of its lines, rounded once

    Scenario: Grace's briefing is paid
      Given plans have their limits
      And Grace is in a conversation
      And Grace has been given the enterprise plan
      When Grace asks "Prepare a briefing for September 2026"
      Then each agent of Grace is paid what its lines come to, rounded once to the cent

  @promise:opinions-count
  @wire
  Rule: What a user thinks of an answer changes what it was worth

    Scenario: Katherine is not helped
      Given plans have their limits
      And Katherine is in a conversation
      And Katherine has been given the mid plan
      And Katherine has asked "Which models do we use?"
      When Katherine calls the answer not helpful
      Then the agents earned by the runs of Katherine what the table says of not helpful answers

  @promise:earnings-guarded
  @wire
  Rule: Only managers and administrators see what agents earn

    Scenario: Ada is curious
      Given plans have their limits
      And Ada is in a conversation
      When Ada wants to see what the agents earned
      Then Ada is refused as "forbidden"

  @promise:earnings-shown
  @browser
  Rule: Those who may see what agents earn find it on their page

    Scenario: Noor, a manager, reads the books
      Given plans have their limits
      And Noor has the role of manager, and a second factor
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Noor reads the books
      Then Noor reads of each agent what its statement comes to
